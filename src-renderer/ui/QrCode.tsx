import { encodeQR } from 'qr'
import { useMemo } from 'react'

/** A text as a picture to scan: one SVG path, dark on light in both themes, as scanners expect. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { path, size } = useMemo(() => qrPath(encodeQR(text, 'raw', { border: 3 })), [text])
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#1f1b16" />
    </svg>
  )
}

function qrPath(rows: readonly (readonly boolean[])[]): { readonly path: string; readonly size: number } {
  const squares = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
  return { path: squares.join(''), size: rows.length }
}
