/** A list file like a hoarder's: as many rows as asked, every field filled, as MyAnimeList writes it. */
export const malList = (rows: number): string => {
  const blocks = Array.from({ length: rows }, (_, at) => `  <anime>
    <series_animedb_id>${at + 1}</series_animedb_id>
    <series_title><![CDATA[A Title of the Bench, the ${at + 1}th of its Kind]]></series_title>
    <series_type>TV</series_type>
    <series_episodes>24</series_episodes>
    <my_id>0</my_id>
    <my_watched_episodes>${at % 24}</my_watched_episodes>
    <my_start_date>2019-0${1 + (at % 9)}-11</my_start_date>
    <my_finish_date>0000-00-00</my_finish_date>
    <my_rated></my_rated>
    <my_score>${at % 11}</my_score>
    <my_storage></my_storage>
    <my_storage_value>0.00</my_storage_value>
    <my_status>${['Watching', 'Completed', 'On-Hold', 'Dropped', 'Plan to Watch'][at % 5]!}</my_status>
    <my_comments><![CDATA[a note on number ${at}]]></my_comments>
    <my_times_watched>${at % 3}</my_times_watched>
    <my_rewatch_value></my_rewatch_value>
    <my_priority>LOW</my_priority>
    <my_tags><![CDATA[bench, list]]></my_tags>
    <my_rewatching>0</my_rewatching>
    <my_rewatching_ep>0</my_rewatching_ep>
    <my_discuss>1</my_discuss>
    <my_sns>default</my_sns>
    <update_on_import>1</update_on_import>
  </anime>
`);
  return `<?xml version="1.0" encoding="UTF-8" ?>\n<myanimelist>\n  <myinfo>\n    <user_export_type>1</user_export_type>\n  </myinfo>\n${blocks.join('')}</myanimelist>\n`;
};
