import { existsSync } from "node:fs";

/** Where Chromium stands on Debian, Fedora, Ubuntu, macOS; `CHROMIUM` names another place. */
const places = [
    process.env.CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

export const chromium = places.find((place) => place !== undefined && existsSync(place));

export const screens = {
    wide: { width: 1280, height: 900 },
    phone: { width: 360, height: 740 },
};
