/** Who may do what with an invoice. Pure: the answer depends on the arguments only. */
import { allowed, type Decision, denied } from '../decision.ts';
import type { Principal } from '../principal.ts';

/** What can be done with invoices. */
export type InvoiceAction = 'list' | 'create' | 'read' | 'approve';

/** What the policy has to know of an invoice. */
export interface DepartmentInvoice {
  readonly issuer: string;
  readonly department: string;
  readonly status: 'open' | 'approved';
}

/** What the deployment decides about approvals. */
export interface ApprovalRule {
  /** The claim `department` must be exactly this. */
  readonly department: string;
  /** `acr` values that say "with a second factor". */
  readonly acrValues: readonly string[];
  /** How long ago the user may have authenticated, at most. */
  readonly maxAgeSeconds: number;
}

/** The time and the rules under which a decision is taken. */
export interface Circumstances {
  readonly nowSeconds: number;
  readonly approval: ApprovalRule;
}

const scopeFor = {
  list: 'invoice_read',
  read: 'invoice_read',
  create: 'invoice_write',
  approve: 'invoice_approve',
} as const satisfies Record<InvoiceAction, string>;

/**
 * Decides about `action` on `invoice` (none for `list` and `create`, or when there is no such invoice).
 *
 * Scope first. Then the department of the token's claim: the invoices of other departments do not exist for the caller.
 * Approving also needs a user of the approving department, authenticated with a second factor a short time ago.
 */
export function may(
  principal: Principal,
  action: InvoiceAction,
  invoice: DepartmentInvoice | undefined,
  circumstances: Circumstances,
): Decision {
  const scope = scopeFor[action];
  if (!principal.scopes.has(scope)) return denied('scope', 'insufficient_scope', { scopes: [scope] });
  if (action === 'list' || action === 'create') {
    return principal.department === undefined ? denied('forbidden', 'department_required') : allowed;
  }
  if (invoice === undefined || invoice.issuer !== principal.issuer || invoice.department !== principal.department) {
    return denied('hidden', 'other_department');
  }
  return action === 'approve' ? mayApprove(principal, invoice, circumstances) : allowed;
}

function mayApprove(principal: Principal, invoice: DepartmentInvoice, circumstances: Circumstances): Decision {
  const { approval, nowSeconds } = circumstances;
  if (principal.kind !== 'person') return denied('forbidden', 'person_required');
  if (principal.department !== approval.department) return denied('forbidden', 'approving_department_required');

  const { acr, authTimeSeconds } = principal;
  const strong = acr !== undefined && approval.acrValues.includes(acr);
  const recent = authTimeSeconds !== undefined && nowSeconds - authTimeSeconds <= approval.maxAgeSeconds;
  if (!strong || !recent) {
    return denied('step_up', strong ? 'authentication_too_old' : 'second_factor_required', {
      stepUp: { acrValues: approval.acrValues, maxAgeSeconds: approval.maxAgeSeconds },
    });
  }
  return invoice.status === 'open' ? allowed : denied('conflict', 'already_approved');
}
