import { Component, type ReactNode } from 'react'
import { Button } from '../ui/Button.tsx'
import { useWords } from '../words/words.ts'

type Fenced = { readonly children: ReactNode }

/** A fault in one view must not look like lost work: it says what is true and offers to open the window again. */
export class ErrorFence extends Component<Fenced, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    return this.state.failed ? <Broken /> : this.props.children
  }
}

function Broken() {
  const { t } = useWords()
  return (
    <main className="middle" role="alert">
      <p>{t('app.broken')}</p>
      <Button look="main" onPress={() => window.location.reload()}>
        {t('app.reload')}
      </Button>
    </main>
  )
}
