SELECT history_untrack('assets_dutyband');
SELECT history_untrack('assets_channel');
SELECT history_untrack('assets_frequencyplan');
SELECT history_untrack('assets_colourstep');
SELECT history_untrack('assets_colourscheme');
