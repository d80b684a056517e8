// `npm run build`: packages if missing, then the app into out/ when a source changed.
import { ensureBuilt } from './setup/build.mjs'
import { ensurePackages } from './setup/npmPackages.mjs'

await ensurePackages()
await ensureBuilt()
