const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('probe', {
  invoke: (channel, ...parameters) => ipcRenderer.invoke(channel, ...parameters),
  on(channel, listener) {
    const receive = (_event, ...parameters) => listener(...parameters);
    ipcRenderer.on(channel, receive);
    return () => {
      ipcRenderer.off(channel, receive);
    };
  },
  value: { nested: [1, 2] },
  later: async (number) => number + 1,
  callBack: (work) => work('called'),
});
