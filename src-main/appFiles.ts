import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

/** The one origin of the window. */
export const APP_ORIGIN = 'app://aplec'

/** No network at all: it lives in the core. Styles, scripts, fonts and workers come from our own files only. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "worker-src 'self'",
  "connect-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

/** Only known kinds of file below `folder`; anything else does not exist. */
export async function respond(folder: string, method: string, url: string): Promise<Response> {
  const file = method === 'GET' ? fileOf(folder, url) : undefined
  if (file === undefined) return new Response(null, { status: 404 })
  try {
    return new Response(new Uint8Array(await readFile(file)), { headers: headersOf(file) })
  } catch {
    return new Response(null, { status: 404 })
  }
}

/** The file that an address of ours means, or undefined when it leads outside the folder or to an unknown kind. */
export function fileOf(folder: string, address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  if (url.protocol !== 'app:' || url.host !== 'aplec') return undefined
  let path: string
  try {
    path = decodeURIComponent(url.pathname)
  } catch {
    return undefined
  }
  if (path.includes('\0') || path.includes('\\')) return undefined
  const file = normalize(join(folder, path === '/' || path === '' ? '/index.html' : path))
  if (!file.startsWith(normalize(folder) + sep)) return undefined
  return Object.hasOwn(CONTENT_TYPES, extname(file)) ? file : undefined
}

function headersOf(file: string): Record<string, string> {
  return {
    'content-type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  }
}
