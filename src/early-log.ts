type SayError = (context: object, message: string) => void

const EARLY_MAX = 100

/** Errors met before there is a log to tell them to; they are kept, a hundred of them, until there is. */
export function earlyLog(): { readonly error: SayError; readonly open: (say: SayError) => void } {
  const early: Parameters<SayError>[] = []
  let say: SayError = (context, message) => {
    if (early.length < EARLY_MAX) early.push([context, message])
  }
  return {
    error: (context, message) => say(context, message),
    open: to => {
      say = to
      for (const [context, message] of early.splice(0)) to(context, message)
    },
  }
}
