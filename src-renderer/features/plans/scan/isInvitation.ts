/** Whether the text of a QR may be an invitation; whether it is one, joining finds out. */
export const isInvitation = (text: string): boolean => /^\s*aplec:\/\/join\/?#[\w-]{40,2000}\s*$/.test(text)
