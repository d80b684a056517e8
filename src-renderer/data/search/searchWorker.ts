/** The indexes live beside the window, so that neither filling nor asking them takes a frame. */
import { createSearchDesk } from './searchDesk.ts'
import type { SearchReply, SearchRequest } from './searchMessages.ts'

const answer = createSearchDesk()

self.addEventListener('message', ({ data }: MessageEvent<SearchRequest>) => {
  const reply: SearchReply = { number: data.number, answer: answer(data) }
  self.postMessage(reply)
})
