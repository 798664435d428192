import { join } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';
import { openSetting } from '../setting/setting.ts';
import { openBuyers } from '../parts/buyers.ts';
import { profileWhile } from './cpu-profile.ts';
import { flameGraph } from './flame-graph.ts';
import { stacksOf } from './stacks.ts';

/** Where the profiles and the drawings of them go. */
export interface ProfileFolders {
  /** For the raw profiles, which other tools read. */
  readonly profiles: string;
  readonly pictures: string;
}

/** Samples the server while it turns buyers away and while it sells, and draws both as flame graphs. Answers with the files. */
export async function drawProfiles(
  { profiles, pictures }: ProfileFolders,
  seconds: number,
): Promise<string[]> {
  await using setting = await openSetting({ flags: ['--inspect=127.0.0.1:0'] });
  await using buyers = await openBuyers();
  const { server, books } = setting;
  const empty = await books.openSale(1);
  await server.admin.purchase({ saleId: empty, buyerId: 'first' });
  const full = await books.openSale();
  const inspector = /ws:\/\/\S+/.exec(server.errors())?.[0];
  if (inspector === undefined) throw new Error('the server has printed no address of its inspector');
  const subjects = [
    { name: 'sold-out', title: 'CPU of the server: buyers of a sold-out sale', saleId: empty },
    { name: 'redis-lua', title: 'CPU of the server: REDIS_LUA orders', saleId: full },
  ];
  const files: string[] = [];
  mkdirSync(profiles, { recursive: true });
  mkdirSync(pictures, { recursive: true });
  for (const { name, title, saleId } of subjects) {
    const ask = () => buyers.ask(server, { wish: { saleId }, seconds });
    await ask();
    const profile = await profileWhile(inspector, ask);
    const raw = join(profiles, `${name}.cpuprofile`);
    const drawing = join(pictures, `flame-${name}.svg`);
    writeFileSync(raw, JSON.stringify(profile));
    writeFileSync(drawing, flameGraph(stacksOf(profile), title));
    files.push(raw, drawing);
  }
  return files;
}
