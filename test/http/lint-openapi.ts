import spectral from '@stoplight/spectral-core'
import owasp from '@stoplight/spectral-owasp-ruleset'
import rulesets from '@stoplight/spectral-rulesets'

/**
 * What Spectral and OWASP find in an OpenAPI document. Names, instructions and the like are free text: a pattern for
 * them would only pretend to a form.
 */
export async function lintFindings(document: string): Promise<string[]> {
  const linter = new spectral.Spectral()
  const rules = {
    extends: [
      [rulesets.oas, 'recommended'],
      [owasp, 'recommended'],
    ],
  }
  linter.setRuleset(new spectral.Ruleset(rules, { severity: 'recommended' }))
  const results = await linter.run(document)
  return results
    .filter(({ code }) => String(code) !== 'owasp:api4:2023-string-restricted')
    .map(({ code, path, message }) => `${code} at ${path.join('.')}: ${message}`)
}
