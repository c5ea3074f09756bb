// Which leaves are about one telephone number: by their subject opening, or because the number stood in a file, decision, batch or release they seal.

/**
 * A subquery of leaf places. @phone: E.164, @digits: its digits as a number. Openings that were erased, and rows of lists that were, are found no more.
 * Of entries whose number is not accepted any more only those tied to an accepted one, a decision, a batch or a release are known by number.
 */
export const leavesAbout = `
  WITH about (entry_id) AS (
    SELECT entry_id FROM suppression WHERE phone = @digits
    UNION SELECT entry_id FROM batch_number WHERE phone = @phone AND entry_id IS NOT NULL
    UNION SELECT entry_id FROM imported_phone WHERE phone = @digits
    UNION SELECT re.entry_id FROM release r JOIN release_entry re ON re.release_id = r.id WHERE r.phone = @digits
    UNION SELECT d.id FROM suppression s JOIN entry d ON d.duplicate_of = s.entry_id WHERE s.phone = @digits),
  batches (id) AS (SELECT batch_id FROM batch_number WHERE phone = @phone)
  SELECT seq FROM opening WHERE kind = 'subject' AND bytes ->> '$.phone' = @phone
  UNION SELECT i.leaf_seq FROM about a JOIN entry e ON e.id = a.entry_id JOIN import i ON i.id = e.import_id
  UNION SELECT d.leaf_seq FROM about a JOIN entry e ON e.id = a.entry_id JOIN decision d ON d.id = e.decision_id
  UNION SELECT b.request_seq FROM batches n JOIN batch b ON b.id = n.id
  UNION SELECT b.response_seq FROM batches n JOIN batch b ON b.id = n.id
  UNION SELECT leaf_seq FROM release WHERE phone = @digits`;
