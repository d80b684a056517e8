import type { MemberView } from '#shared/core/contract.ts'
import { usePlan } from '../../app/planContext.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'

type PromoteSheetProps = { readonly member: MemberView; readonly onClose: () => void }

export function PromoteSheet({ member, onClose }: PromoteSheetProps) {
  const plan = usePlan()
  const words = useWords()
  const { t } = words
  const promote = async (): Promise<void> => {
    const done = await plan.document.plan().appointSteward(member.memberId)
    if (!done.ok) noticeToast(done.error, words)
    await plan.refresh()
    onClose()
  }
  return (
    <Sheet
      title={t('people.makeSteward.title', { name: member.name })}
      closeLabel={t('app.close')}
      isOpen
      onClose={onClose}
    >
      <p>{t('people.makeSteward.text')}</p>
      <footer className="sheet-foot">
        <Button onPress={onClose}>{t('app.cancel')}</Button>
        <Button look="main" onPress={() => void promote()}>
          {t('people.makeSteward')}
        </Button>
      </footer>
    </Sheet>
  )
}
