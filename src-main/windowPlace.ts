import type { WindowPlace } from './shellMemory.ts'

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const SMALLEST = { width: 480, height: 400 } as const
const AT_FIRST = { width: 1280, height: 840 } as const
/** So much of the window must lie on a display that a hand can take hold of its bar. */
const REACHABLE = { width: 120, height: 40 } as const

/**
 * Where the window opens: where it was, if a display is still there; else in the middle of the first one (without `x` and
 * `y`, as Electron does it). It is never larger than the display it lies on.
 */
export function placeWindow(kept: WindowPlace | null, displays: readonly Area[]): Partial<Area> {
  const wanted = kept ?? AT_FIRST
  const home = kept === null ? undefined : displays.find((display) => isReachable(kept, display))
  const room = home ?? displays[0] ?? AT_FIRST
  const width = clamp(wanted.width, SMALLEST.width, room.width)
  const height = clamp(wanted.height, SMALLEST.height, room.height)
  if (kept === null || home === undefined) return { width, height }
  return {
    width,
    height,
    x: clamp(kept.x, home.x, home.x + home.width - width),
    y: clamp(kept.y, home.y, home.y + home.height - height),
  }
}

function isReachable(place: Area, display: Area): boolean {
  const overlap = (from: number, length: number, start: number, room: number): number =>
    Math.min(from + length, start + room) - Math.max(from, start)
  return (
    overlap(place.x, place.width, display.x, display.width) >= REACHABLE.width &&
    overlap(place.y, REACHABLE.height, display.y, display.height) >= REACHABLE.height / 2
  )
}

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most))
