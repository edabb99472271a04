import { contextBridge, ipcRenderer } from 'electron';
import { createPreloadBridge } from './desktop/preload-bridge.ts';

contextBridge.exposeInMainWorld('tidings', createPreloadBridge(ipcRenderer));
