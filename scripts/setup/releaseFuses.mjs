// `releaseFuses.mjs EXECUTABLE`: what a released app's Electron never does, whoever starts it and how. The two fuses about
// asar go on when there is a package to seal.
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'

const [executable] = process.argv.slice(2)
await flipFuses(executable, {
  version: FuseVersion.V1,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
})
