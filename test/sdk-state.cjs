// Tests leave no trace in the folder of the user who runs them: only those that are about the spool have one, of their own.
process.env.SPANBOOK_SPOOL ??= 'off';
