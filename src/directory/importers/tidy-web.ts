import { isEmptyWord, tidySpaces } from './tidy-text.ts'

/** ISO 3166 country codes in use as top-level domains, so that `.co.ui` is seen for the slip it is. */
const COUNTRY_DOMAINS = new Set(
  (
    'ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc ' +
    'cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga ' +
    'gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ' +
    'ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms ' +
    'mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro ' +
    'rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt ' +
    'tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw'
  ).split(' '),
)

export type WebAnswer =
  | { readonly outcome: 'none' }
  | { readonly outcome: 'address'; readonly value: string; readonly schemeAdded: boolean }
  | { readonly outcome: 'unreadable' }

/**
 * A web address with its scheme. `http://` is added, not `https://`: a site that has both sends on from the first,
 * and one without TLS answers only there. A space or an unknown ending within the host is past mending by a machine.
 */
export function tidyWebsite(given: string): WebAnswer {
  const text = tidySpaces(given)
  if (text === '' || isEmptyWord(text)) return { outcome: 'none' }
  const [, scheme, host, rest] = /^(https?:\/*)?([^/?#]+)(.*)$/i.exec(text) ?? []
  if (!host) return { outcome: 'unreadable' }
  const name = host.toLowerCase().replace(/[.,;]+$/, '')
  if (!isHost(name)) return { outcome: 'unreadable' }
  const tail = (rest ?? '')
    .trim()
    .replace(/[.,;]+$/, '')
    .replaceAll(' ', '%20')
  const secure = scheme?.toLowerCase().startsWith('https') ?? false
  const value = `${secure ? 'https' : 'http'}://${name}${tail}`
  if (value.length > 255 || !URL.canParse(value)) return { outcome: 'unreadable' }
  return { outcome: 'address', value, schemeAdded: !scheme }
}

function isHost(name: string): boolean {
  const port = name.replace(/:\d+$/, '')
  if (!/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(port)) return false
  const ending = port.slice(port.lastIndexOf('.') + 1)
  return ending !== 'invalid' && (ending.length > 2 || COUNTRY_DOMAINS.has(ending))
}

/** An e-mail address; or none, also where one under `.invalid` (RFC 2606) stands for an address taken out. */
export function tidyEmail(
  given: string,
): { outcome: 'address'; value: string } | { outcome: 'none' | 'unreadable' } {
  const text = tidySpaces(given)
    .replace(/^mailto:/i, '')
    .replace(/[.,;]+$/, '')
  const [, host] = /^[^\s@<>()",;:]{1,64}@([^\s@]+)$/.exec(text) ?? []
  if (host?.toLowerCase().endsWith('.invalid')) return { outcome: 'none' }
  const isGood = host && isHost(host.toLowerCase()) && text.length <= 255
  return isGood ? { outcome: 'address', value: text } : { outcome: 'unreadable' }
}
