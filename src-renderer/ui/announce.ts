/** One polite live region for the whole window: what was done, said once. */
let region: HTMLElement | null = null

export function announce(text: string): void {
  region ??= createRegion()
  // The same sentence twice in a row would not be said again: an emptied region makes it new.
  region.textContent = ''
  window.setTimeout(() => {
    if (region) region.textContent = text
  }, 50)
}

function createRegion(): HTMLElement {
  const element = document.createElement('div')
  element.className = 'only-heard'
  element.setAttribute('aria-live', 'polite')
  element.setAttribute('data-announcer', '')
  document.body.append(element)
  return element
}
