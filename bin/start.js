// `npm start`: the desktop app, where Electron's binary is installed. It is looked for on disk only: asking
// the package itself would start a download.
process.stderr.write(
  'The desktop app is not part of this version yet. See channels collected with "npm run demo", or run the ' +
    'collector without a window: npm run -s tidings -- --help\n',
);
process.exitCode = 1;
