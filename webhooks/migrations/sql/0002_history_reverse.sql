SELECT history_untrack('webhooks_%');
