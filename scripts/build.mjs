// `npm run build`: packages if missing, then the app into out/ when a source changed; `-- --new-budget`: what it weighs now is what
// it may weigh from now on.
import { ensureBuilt, setBudget } from './setup/build.mjs'
import { ensurePackages } from './setup/npmPackages.mjs'

await ensurePackages()
if (process.argv.includes('--new-budget')) setBudget()
await ensureBuilt()
