/** Whether keys go into a text there, so that none of them is a command. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && !PRESSED.includes(target.type)) ||
  (target instanceof HTMLElement && target.isContentEditable)

const PRESSED: readonly string[] = ['button', 'checkbox', 'radio', 'submit', 'range']
