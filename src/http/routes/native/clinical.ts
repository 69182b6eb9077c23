import type { FastifyInstance } from 'fastify'
import { BODY_RESPONSES, governedResponses } from '../../problem-schema.ts'
import type { HttpRooms } from '../../rooms.ts'
import { strictBody } from '../../strict-body.ts'
import { ClinicalCodesAnswer, ClinicalSearchAnswer } from './clinical-answers.ts'
import { clinicalCodesDoor } from './clinical-codes.ts'
import { ClinicalBody } from './clinical-question.ts'
import { clinicalSearchDoor } from './clinical-search.ts'
import { CallerHeaders } from './question.ts'

/** The routes of the clinical search. */
export function clinicalRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const search = clinicalSearchDoor<{ Body: ClinicalBody }>(rooms, request => request.body)
  app.post<{ Body: ClinicalBody }>(
    '/services/clinical-search',
    {
      config: search.config,
      validatorCompiler: strictBody,
      schema: {
        operationId: 'searchServicesClinically',
        tags: ['Services'],
        summary: 'The services that meet a clinical need',
        description:
          'By symptom group, discriminators and disposition, as national triage asks; in the order in which to offer them. Nothing fits: the nearest emergency departments, labelled so.',
        headers: CallerHeaders,
        querystring: NOTHING,
        body: ClinicalBody,
        response: {
          ...governedResponses(ClinicalSearchAnswer, 'The services, in clinical order.'),
          ...BODY_RESPONSES,
        },
      },
    },
    search.handler,
  )

  const codes = clinicalCodesDoor(rooms)
  app.get(
    '/clinical-codes',
    {
      config: codes.config,
      schema: {
        operationId: 'listClinicalCodes',
        tags: ['Reference'],
        summary: 'The codes a clinical search may ask with',
        description:
          'Symptom groups with the discriminators that may be asked with each, dispositions, and groups of them.',
        headers: CallerHeaders,
        querystring: NOTHING,
        response: governedResponses(ClinicalCodesAnswer, 'Every code there is.'),
      },
    },
    codes.handler,
  )
}

/** No parameters: whatever is given is refused by name. */
const NOTHING = { type: 'object', properties: {}, additionalProperties: false } as const
