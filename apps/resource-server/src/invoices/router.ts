/** The routes of invoices. All expect an authenticated request. */
import { jsonBody, sendJson } from '@gatehouse/http';
import { type Request, Router } from 'express';
import type { Access } from '../access.ts';
import { readBody } from '../body.ts';
import type { Cursors } from '../cursor.ts';
import { denied } from '../decision.ts';
import { pagesOf } from '../page.ts';
import { type Invoice, isInvoiceId, newInvoice, viewInvoice } from './invoice.ts';
import { type ApprovalRule, type InvoiceAction, may } from './policy.ts';
import type { InvoicePosition, InvoiceStore } from './store.ts';

const eventOf = {
  list: 'invoice.list',
  create: 'invoice.create',
  read: 'invoice.read',
  approve: 'invoice.approve',
} as const;

/** What the routes need. */
export interface InvoiceRouteOptions {
  readonly access: Access;
  readonly invoices: InvoiceStore;
  readonly cursors: Cursors;
  readonly approval: ApprovalRule;
  /** Wall clock in seconds. */
  readonly nowSeconds: () => number;
}

/** `/invoices`, `/invoices/:id` and `/invoices/:id/approve`. */
export function invoiceRoutes({ access, invoices, cursors, approval, nowSeconds }: InvoiceRouteOptions): Router {
  const router = Router();

  function settle(req: Request, action: InvoiceAction, id?: string, invoice?: Invoice): void {
    const decision = may(access.principal(req), action, invoice, { nowSeconds: nowSeconds(), approval });
    access.settle(req, eventOf[action], target(id), decision);
  }

  /** Reads only what the caller's department has: the invoices of others are not even looked up. */
  async function permitted(req: Request, action: 'read' | 'approve', id: string): Promise<Invoice> {
    const { issuer, department } = access.principal(req);
    const isKnown = department !== undefined && isInvoiceId(id);
    const invoice = isKnown ? await invoices.find({ issuer, department }, id) : undefined;
    settle(req, action, id, invoice);
    if (invoice === undefined) throw new TypeError('the policy let an invoice through that does not exist');
    return invoice;
  }

  router.get('/invoices', async (req, res) => {
    settle(req, 'list');
    const { issuer, subject, department = '' } = access.principal(req);
    const pages = pagesOf(cursors, 'invoices', [issuer, subject, department]);
    const { limit, after } = pages.read(req.query);
    const list = await invoices.list({ issuer, department }, { after: positionFrom(after), limit: limit + 1 });
    access.record(req, 'invoice.list', target(undefined));
    sendJson(
      res,
      pages.answer(list, limit, viewInvoice, (invoice) => [String(invoice.createdAtSeconds), invoice.id]),
    );
  });

  router.post('/invoices', jsonBody(), async (req, res) => {
    settle(req, 'create');
    const { issuer, subject, department = '' } = access.principal(req);
    const invoice = await invoices.add({ issuer, department, ownerSubject: subject }, readBody(newInvoice, req.body));
    access.record(req, 'invoice.create', target(invoice.id));
    sendJson(res.status(201).location(`/invoices/${invoice.id}`), viewInvoice(invoice));
  });

  router.get('/invoices/:id', async (req, res) => {
    const invoice = await permitted(req, 'read', req.params.id);
    access.record(req, 'invoice.read', target(invoice.id));
    sendJson(res, viewInvoice(invoice));
  });

  router.post('/invoices/:id/approve', async (req, res) => {
    const { id, issuer, department } = await permitted(req, 'approve', req.params.id);
    const approved = await invoices.approve({ issuer, department }, id, access.principal(req).subject);
    // Somebody was faster between the look and the conditional write.
    if (approved === undefined) {
      throw access.refuse(req, 'invoice.approve', target(id), denied('conflict', 'already_approved'));
    }
    access.record(req, 'invoice.approve', target(id));
    sendJson(res, viewInvoice(approved));
  });

  return router;
}

function target(id: string | undefined) {
  return { type: 'invoice', id } as const;
}

function positionFrom(after: readonly string[] | undefined): InvoicePosition | undefined {
  const [createdAtSeconds, id] = after ?? [];
  return id === undefined ? undefined : { createdAtSeconds: Number(createdAtSeconds), id };
}
