// How Windows knows that a notification is ours: the same name as in electron-builder.yml, which the installer registers.

export const APP_ID = 'app.marquee.desktop';
