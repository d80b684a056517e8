import { Search } from 'lucide-react'
import { IconButton } from '../../ui/IconButton.tsx'
import { useWords } from '../../words/words.ts'
import { runCommand } from '../commands.ts'

/** For those who have not yet learned the key. */
export function SearchButton() {
  const { t } = useWords()
  return (
    <IconButton
      icon={<Search size={20} strokeWidth={1.5} />}
      label={t('command.search')}
      onPress={() => runCommand('search')}
    />
  )
}
