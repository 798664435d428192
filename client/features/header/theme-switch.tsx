import { useSyncExternalStore } from 'react';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { setTheme, theme, themes } from '../../lib/theme.ts';

/** Goes round: system, light, dark. */
export function ThemeSwitch() {
  const now = useSyncExternalStore(theme.subscribe, theme.get);
  const next = themes[(themes.indexOf(now) + 1) % themes.length] ?? 'system';
  return (
    <IconButton label={`Theme: ${now}. Switch to ${next}`} onClick={() => setTheme(next)}>
      <Icon name={now} />
    </IconButton>
  );
}
