import type { ViewOf } from '#shared/plan/views.ts'

export type Comment = ViewOf<'Comment'>
export type Thread = { readonly first: Comment; readonly replies: readonly Comment[] }

/** Comments, oldest first, as threads: a reply stands under what it answers, one whose first is in the bin alone. */
export function threadsOf(comments: readonly Comment[]): readonly Thread[] {
  const ids = new Set(comments.map(({ id }) => id))
  const isFirst = ({ replyTo }: Comment): boolean => replyTo === null || !ids.has(replyTo)
  const byId = new Map(comments.map((comment) => [comment.id, comment]))
  const rootOf = (comment: Comment): string => {
    const seen = new Set<string>()
    let root = comment
    // Two that answer each other were written by no hand of ours.
    while (!isFirst(root) && !seen.has(root.id)) {
      seen.add(root.id)
      root = byId.get(root.replyTo!)!
    }
    return root.id
  }
  return comments.flatMap((first) => {
    if (rootOf(first) !== first.id) return []
    return [{ first, replies: comments.filter((one) => one !== first && rootOf(one) === first.id) }]
  })
}
