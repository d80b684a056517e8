// Runs on Node 24 (the fuse and asar tools need it): `flipFuses.mjs EXECUTABLE FOLDER`.
// The snapshot fuse goes off because that snapshot is the other product's; the inspect fuse goes on because
// Playwright attaches through it. A released build has it off.
import { join } from 'node:path'
import { createPackage } from '@electron/asar'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'

const [executable, folder] = process.argv.slice(2)
await flipFuses(executable, {
  version: FuseVersion.V1,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
})
await createPackage(join(import.meta.dirname, 'evaluation-app'), join(folder, 'resources/default_app.asar'))
