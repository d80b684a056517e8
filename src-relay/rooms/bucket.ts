/** A token bucket: `burst` at once, then `perSecond`. Plain data, so a room can keep one for each device. */
export interface Bucket {
  tokens: number
  /** UTC ms of the last taking. */
  at: number
}

export const fullBucket = (burst: number, now: number): Bucket => ({ tokens: burst, at: now })

/** Takes one token when there is one. A clock that jumps back gives nothing and takes nothing. */
export function takeToken(bucket: Bucket, perSecond: number, burst: number, now: number): boolean {
  const passed = Math.max(0, now - bucket.at)
  bucket.tokens = Math.min(burst, bucket.tokens + (passed / 1000) * perSecond)
  bucket.at = now
  if (bucket.tokens < 1) return false
  bucket.tokens -= 1
  return true
}
