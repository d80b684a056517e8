// `npm start`: from a fresh clone to an open window with the sample plan. Runs on Node 20 before anything is installed.
import { ensureBuilt } from './setup/build.mjs'
import { ensureElectron, sandboxArguments } from './setup/electron.mjs'
import { ensurePackages } from './setup/npmPackages.mjs'
import { nodeForTools, projectRoot, run, toolEnvironment } from './setup/run.mjs'
import { say } from './setup/say.mjs'
import { ensureSystemPackages, systemPackagesFor } from './setup/systemPackages.mjs'

function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY)
}

await ensurePackages()

if (!hasDisplay()) {
  say('There is no display here, so no window can open. Running the demo instead (npm run demo).')
  const demo = await run(nodeForTools(), ['scripts/demo.ts'])
  process.exit(demo.code)
}

await ensureSystemPackages(systemPackagesFor.start)
await ensureBuilt()
const electron = await ensureElectron()
const sandbox = sandboxArguments()
if (sandbox.length > 0) say('You are root: the window runs without Chromium’s sandbox. Prefer an ordinary user.')
say('Opening Aplec.')
// Chromium's own warnings (no session bus, no GPU) mean nothing to a person.
const args = [...sandbox, '--log-level=3', projectRoot, ...process.argv.slice(2)]
const { code } = await run(electron.executable, args, { env: toolEnvironment() })
process.exit(code)
