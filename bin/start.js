// `npm start`: the desktop app. The command line knows where Electron is, and what to say where it is not.
process.argv.splice(2, 0, 'desktop');
await import('./tidings.js');
