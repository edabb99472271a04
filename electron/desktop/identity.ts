/** How the systems know this application: part of what is installed, so never changed. */
export const appId = 'app.tidings.desktop';

/** What Windows starts when a notification is clicked after Tidings has ended. */
export const toastActivatorId = '{6E2D3C52-7B0E-4C0A-9B51-2F4A8E5D7C19}';

export const appName = 'Tidings';
