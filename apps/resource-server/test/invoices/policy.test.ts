import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DepartmentInvoice, type InvoiceAction, may } from '../../src/invoices/policy.ts';
import { aPerson } from '../a-principal.ts';

const issuer = 'https://issuer.example';
const nowSeconds = 1_800_000_000;
const circumstances = {
  nowSeconds,
  approval: { department: 'Finance', acrValues: ['urn:example:2fa', 'phr'], maxAgeSeconds: 300 },
};
const open: DepartmentInvoice = { issuer, department: 'Finance', status: 'open' };
const approver = {
  scope: 'invoice_approve',
  acr: 'urn:example:2fa',
  authTimeSeconds: nowSeconds - 10,
};

describe('invoices/policy', () => {
  it('RS-03: each action needs its scope and names it', () => {
    const needed: [InvoiceAction, string][] = [
      ['list', 'invoice_read'],
      ['read', 'invoice_read'],
      ['create', 'invoice_write'],
      ['approve', 'invoice_approve'],
    ];
    for (const [action, scope] of needed) {
      const others = needed.map(([, other]) => other).filter((other) => other !== scope);
      expect(may(aPerson({ scope: others.join(' ') }), action, open, circumstances)).toEqual({
        allowed: false,
        because: 'scope',
        reason: 'insufficient_scope',
        scopes: [scope],
      });
    }
  });

  it('RS-07: the invoices of another department or issuer do not exist', () => {
    const reader = aPerson({ scope: 'invoice_read invoice_approve' });
    for (const action of ['read', 'approve'] as const) {
      for (const foreign of [
        { ...open, department: 'Sales' },
        { ...open, department: 'finance' },
        { ...open, issuer: 'https://other.example' },
      ]) {
        expect(may(reader, action, foreign, circumstances)).toMatchObject({ because: 'hidden' });
      }
    }
    expect(may(reader, 'read', open, circumstances)).toEqual({ allowed: true });
  });

  it('without a department there is nothing to list, read or make', () => {
    const nobody = aPerson({ scope: 'invoice_read invoice_write', department: undefined });
    expect(may(nobody, 'list', undefined, circumstances)).toMatchObject({ reason: 'department_required' });
    expect(may(nobody, 'create', undefined, circumstances)).toMatchObject({ reason: 'department_required' });
    expect(may(nobody, 'read', open, circumstances)).toMatchObject({ because: 'hidden' });
  });

  it('approving: a person of Finance with a second factor a short time ago', () => {
    expect(may(aPerson(approver), 'approve', open, circumstances)).toEqual({ allowed: true });
  });

  it('approving: another department sees its own invoice and may not approve it', () => {
    const sales = aPerson({ ...approver, department: 'Sales' });
    expect(may(sales, 'approve', { ...open, department: 'Sales' }, circumstances)).toMatchObject({
      because: 'forbidden',
      reason: 'approving_department_required',
    });
  });

  it('approving: never a client, which could not answer for it', () => {
    const client = aPerson({ ...approver, kind: 'client', subject: 'worker', clientId: 'worker' });
    expect(may(client, 'approve', open, circumstances)).toMatchObject({ reason: 'person_required' });
  });

  it('RS-03: approving with one factor, or too long after, asks for a new authentication (RFC 9470)', () => {
    const weak = [
      { ...approver, acr: undefined },
      { ...approver, acr: 'urn:example:1fa' },
      { ...approver, acr: 'urn:example:2fa ' },
    ];
    for (const person of weak) {
      expect(may(aPerson(person), 'approve', open, circumstances)).toMatchObject({
        because: 'step_up',
        reason: 'second_factor_required',
        stepUp: { acrValues: ['urn:example:2fa', 'phr'], maxAgeSeconds: 300 },
      });
    }
    for (const authTimeSeconds of [nowSeconds - 301, undefined]) {
      expect(may(aPerson({ ...approver, authTimeSeconds }), 'approve', open, circumstances)).toMatchObject({
        because: 'step_up',
        reason: 'authentication_too_old',
      });
    }
    const justInTime = aPerson({ ...approver, authTimeSeconds: nowSeconds - 300 });
    expect(may(justInTime, 'approve', open, circumstances)).toEqual({ allowed: true });
  });

  it('approving twice is a conflict', () => {
    expect(may(aPerson(approver), 'approve', { ...open, status: 'approved' }, circumstances)).toMatchObject({
      because: 'conflict',
      reason: 'already_approved',
    });
  });

  it('RS-07: no combination of rights reads across departments', () => {
    const department = fc.option(fc.constantFrom('Finance', 'Sales', 'HR'), { nil: undefined });
    const scopes = fc.subarray(['invoice_read', 'invoice_write', 'invoice_approve', 'users_admin']);
    fc.assert(
      fc.property(department, department, scopes, fc.subarray(['admin', 'sales']), (mine, theirs, scope, roles) => {
        const principal = aPerson({ ...approver, department: mine, scope: scope.join(' '), roles });
        const invoice = { ...open, department: theirs ?? 'Legal' };
        const decision = may(principal, 'read', invoice, circumstances);
        return !decision.allowed || (mine !== undefined && mine === invoice.department);
      }),
    );
  });
});
