%%% this is
no Java <at all> ((( {{{
