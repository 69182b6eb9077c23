/** Who may refer to a service, or find it (sources, DoS 5.7). An account searches in one role at a time. */
export type ReferralRole = { readonly id: number; readonly code: string; readonly name: string }

export const REFERRAL_ROLES = [
  { id: 1, code: 'public-facing', name: 'Public Facing' },
  { id: 2, code: 'hcp-registered', name: 'HCP Registered' },
  { id: 23, code: '111-telephony-referral', name: '111 Telephony Referral' },
  { id: 24, code: 'professional-referral', name: 'Professional Referral' },
  { id: 25, code: 'cas-referral', name: 'CAS Referral' },
  { id: 26, code: '999-referral', name: '999 Referral' },
  { id: 126, code: 'hcp-unregistered', name: 'HCP Unregistered' },
  { id: 127, code: 'hcp-gp', name: 'HCP GP' },
  { id: 128, code: 'non-hcp', name: 'Non HCP' },
  { id: 131, code: 'ed-streaming-referral', name: 'ED Streaming Referral' },
  { id: 132, code: 'nil-referrals', name: 'Nil referrals' },
] as const satisfies readonly ReferralRole[]

const byText = new Map<string, ReferralRole>(
  REFERRAL_ROLES.flatMap(role => [[String(role.id), role] as const, [role.code, role] as const]),
)

export const referralRoleById = (id: number): ReferralRole | undefined => byText.get(String(id))

/** The role named by its id in decimal or by its code in any case: `23` or `111-telephony-referral`. */
export const referralRoleByIdOrCode = (text: string): ReferralRole | undefined =>
  byText.get(text.trim().toLowerCase())
