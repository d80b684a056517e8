import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { bundleSizes } from './scripts/setup/bundleSizes.mjs'

const at = (path: string): string => resolve(import.meta.dirname, path)

// The targets are those of the evaluation runtime (Electron 33); newer Electrons run them as well.
export default defineConfig({
  main: {
    build: {
      target: 'node20.18',
      rolldownOptions: {
        input: {
          index: at('src-main/index.ts'),
          coreProcess: at('src-main/coreProcess.ts'),
          gateWorker: at('src-node/gateWorker/gateWorker.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      // A sandboxed preload must be one CommonJS file.
      rolldownOptions: {
        input: { preload: at('src-main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [react(), bundleSizes(at('out/bundle.json'))],
    build: {
      target: 'chrome130',
      minify: true,
      // The policy knows no data: fonts or styles, so nothing is inlined.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: at('src-renderer/index.html') } },
    },
  },
})
