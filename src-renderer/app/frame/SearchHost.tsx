import { useEffect, useState } from 'react'
import { SearchPalette } from '../../features/search/SearchPalette.tsx'

/** The search, wherever the person is: Ctrl+K or Cmd+K. */
export function SearchHost({ openPlan }: { readonly openPlan: string | null }) {
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setIsOpen((open) => !open)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  if (!isOpen) return null
  return (
    <SearchPalette openPlan={openPlan} commands={[]} onCommand={() => undefined} onClose={() => setIsOpen(false)} />
  )
}
