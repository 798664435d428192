import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { createLink } from '../lib/link.ts';
import { browserAddress, createRouter } from '../lib/router.ts';
import { ServicesContext } from '../lib/services.ts';
import { browserPlace, createTokenStore } from '../lib/token.ts';
import { createGraphql } from '../lib/urql.ts';
import '../styles/app.css';
import { App } from './app.tsx';

const link = createLink();
const token = createTokenStore(browserPlace());
const router = createRouter(browserAddress());
const { client } = createGraphql(link, token);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <Provider value={client}>
      <ServicesContext value={{ link, token, router }}>
        <App />
      </ServicesContext>
    </Provider>
  </StrictMode>,
);
