// Before the first paint, so that a remembered theme does not flash. A file of its own: the page allows no inline script.
try {
  const theme = localStorage.getItem('flash-sale.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is refused: the system's theme stays.
}
