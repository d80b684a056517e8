#!/usr/bin/env node
// The command `aplec`, from a checkout: installs what is missing, then runs src-cli.
process.argv.splice(2, 0, 'src-cli/index.ts')
await import('./launch.mjs')
