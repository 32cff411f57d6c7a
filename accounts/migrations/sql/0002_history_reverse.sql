SELECT history_untrack('accounts_%');
