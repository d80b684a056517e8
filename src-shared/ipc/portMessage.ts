/** `data` of the page message by which the preload hands a fresh port to the core over; alone, for the preload's sake. */
export const CORE_PORT_MESSAGE = 'aplec:core-port'
