import { hostname, release } from 'node:os'
import type { ShellMemory } from './shellMemory.ts'

/** How this laptop is called where copies of several meet; until the person says, the computer's own name. */
export const deviceName = ({ now }: Pick<ShellMemory, 'now'>): string => now.deviceName || hostname()

export const systemName = (): string => `${process.platform} ${release()} ${process.arch}`
