import { useState } from 'react'
import { COMMANDS, type CommandId, commandWord } from '#shared/ipc/commands.ts'
import { SearchPalette } from '../../features/search/SearchPalette.tsx'
import { useSelection } from '../../data/source.ts'
import { useWords } from '../../words/words.ts'
import { availableCommands, runCommand, useCommand } from '../commands.ts'

/** Takes back and does again what the palette lies over: with its keys, or not at all. */
const NOT_BY_NAME: readonly CommandId[] = ['search', 'undo', 'redo']

/** The search, wherever the person is: things by their words, commands by their names. */
export function SearchHost({ openPlan }: { readonly openPlan: string | null }) {
  const { t } = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const available = useSelection(availableCommands, same)
  useCommand('search', () => setIsOpen((open) => !open))
  if (!isOpen) return null
  const commands = COMMANDS.filter(({ id }) => available.includes(id) && !NOT_BY_NAME.includes(id))
  const close = (): void => setIsOpen(false)
  return (
    <SearchPalette
      openPlan={openPlan}
      commands={commands.map(({ id, keys }) => ({ id, name: t(commandWord(id)), keys }))}
      onCommand={(id) => {
        close()
        runCommand(id as CommandId)
      }}
      onClose={close}
    />
  )
}

const same = <T,>(value: T): T => value
