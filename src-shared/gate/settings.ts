import { type GateLimits, gateLimits } from './limits.ts'

/**
 * The checks of a change that are not limits. Named so that a test can leave one out and show what then gets through;
 * nothing else ever does.
 */
export type CheckName = 'actor' | 'seq' | 'deps' | 'opId' | 'key' | 'value' | 'field' | 'role' | 'migration' | 'reload'

export type GateSettings = { readonly limits: GateLimits; readonly without: ReadonlySet<CheckName> }

export const gateSettings: GateSettings = { limits: gateLimits, without: new Set() }
