import type { Theme } from './theme.ts';

const streets = [
  'Quay Street',
  'Lantern Road',
  'Mill Lane',
  'Saltmarket',
  'Orchard Row',
  'Foundry Hill',
  'Canal Walk',
];
const places = ['Harbourview', 'Eastgate', 'Old Ferry', 'Northmoor', 'Riverbend', 'Linden Park', 'Westcliff'];

export const cityNews: Theme = {
  headlines: [
    '{street} closed until {6-11} pm after a burst water main',
    'Council votes {5-9}–{1-4} for new cycle lanes along {street}',
    '{place} library to stay open on Sundays from next month',
    'Fire brigade called to a warehouse in {place}, nobody hurt',
    'Rents in {place} up {2-9} per cent on last year',
    'Night market returns to {street} this {day}',
    'A lost seal pup is rescued from the {place} slipway',
    '{place} bridge works finish {2-6} weeks early',
    'Street art festival announces {20-60} murals across {place}',
    'Public meeting about the tram extension on {day} at {5-8} pm',
  ],
  sentences: [
    'Residents are asked to avoid the area and to follow the signs.',
    'The council expects the work to cost about {1-9} million.',
    'A spokeswoman said that the decision had been “a long time coming”.',
    'Buses {2-48} and {49-90} are diverted through {place}.',
    'More than {100-900} people had signed the petition.',
    'Traders along {street} welcomed the news.',
    'The next update will follow before {6-11} pm.',
    'Photographs were taken by our readers; thank you for sending them in.',
  ],
  words: { street: streets, place: places, day: ['Thursday', 'Friday', 'Saturday', 'Sunday'] },
  tags: ['harbourview', 'council', 'traffic', 'culture', 'housing', 'opening_hours'],
  polls: [
    { question: 'Should Quay Street be free of cars on weekends?', answers: ['Yes', 'No', 'Only in summer'] },
    { question: 'How do you get to work?', answers: ['On foot', 'By bike', 'By tram', 'By car'] },
  ],
  correction: 'Updated: an earlier version gave the wrong time.',
  emojis: ['👍', '❤️', '😢', '🔥', '🤔'],
  authors: ['M. Aldous', 'Priya Raman', 'City desk'],
  site: 'harbourview-news.example',
};

export const weather: Theme = {
  headlines: [
    '{place}: {sky}, {3-29} °C, wind {direction} {4-38} km/h',
    'Yellow warning for {hazard} in {place} until {6-11} pm',
    'Tonight: {sky}, lows near {1-14} °C',
    'Rain radar: showers reach {place} in about {20-90} minutes',
    'Sea temperature at Old Ferry: {9-19} °C',
    'Weekend outlook for {place}: {sky} on Saturday, {sky} on Sunday',
    'Sunrise {5-7}:{10-59}, sunset {5-8}:{10-59} pm',
    'The warning for {hazard} has been lifted',
  ],
  sentences: [
    'Gusts of up to {40-95} km/h are possible on exposed coasts.',
    'Pressure {995-1032} hPa, {trend}.',
    'Pollen count: {level}.',
    'UV index {1-8}, so sun cream is a good idea around noon.',
    'Fog may linger in the valleys until mid-morning.',
    'The next full forecast comes at {6-9} pm.',
  ],
  words: {
    place: places,
    sky: ['clear skies', 'broken cloud', 'light rain', 'heavy showers', 'sunny spells', 'fog', 'sleet'],
    hazard: ['wind', 'rain', 'ice', 'thunderstorms', 'fog'],
    direction: ['north', 'north-east', 'east', 'south', 'south-west', 'west'],
    trend: ['rising slowly', 'falling', 'steady'],
    level: ['low', 'moderate', 'high'],
  },
  tags: ['forecast', 'warning', 'radar', 'coast', 'weekend'],
  polls: [{ question: 'Did it rain where you are?', answers: ['Yes', 'No', 'It still does'] }],
  correction: 'Updated with the latest readings.',
  emojis: ['☔', '👍', '🥶', '😎', '🙏'],
  authors: ['Duty forecaster', 'Ines Okafor'],
  site: 'meridian-weather.example',
};

export const transit: Theme = {
  headlines: [
    'Line {1-9}: delays of about {4-25} minutes, {cause}',
    'Line {1-9} is running normally again',
    'No trams between {place} and {place} on {day}',
    'Lift out of order at {place}, expected back at {1-11} pm',
    'Extra trains to {place} after the concert tonight',
    'From Monday line {1-9} runs every {4-12} minutes until midnight',
    'Replacement buses for line {1-9} leave from {place}',
    'Lost property: {thing} found on line {1-9}',
  ],
  sentences: [
    'We are sorry for the wait.',
    'Tickets are valid on buses {10-99} and {100-199} as well.',
    'Engineers are on site.',
    'Step-free access is by way of platform {1-6}.',
    'The timetable on our site is up to date.',
  ],
  words: {
    place: places,
    day: ['Saturday', 'Sunday', 'Monday night'],
    cause: ['a signal fault', 'a broken-down vehicle', 'an earlier medical emergency', 'a swan on the track'],
    thing: ['a violin', 'one red boot', 'a birthday cake', 'a chess set', 'three umbrellas'],
  },
  tags: ['delay', 'line_status', 'works', 'night_service'],
  polls: [
    { question: 'Was your last journey on time?', answers: ['Yes', 'Nearly', 'Let us not speak of it'] },
  ],
  correction: 'Updated: service is recovering.',
  emojis: ['😡', '👍', '🙏', '😁', '💔'],
  authors: ['Control room', 'Night shift'],
  site: 'loopline-transit.example',
};

export const germanTown: Theme = {
  headlines: [
    'Stadtrat Lindental beschließt Sanierung der {strasse}',
    'Wochenmarkt zieht im {monat} auf den {platz} um',
    '{strasse} ab {tag} für {2-9} Wochen gesperrt',
    'Freibad meldet {300-2400} Gäste an einem Tag',
    'Feuerwehr löscht Brand in der {strasse}, niemand verletzt',
    'Neue Buslinie {2-49} verbindet Bahnhof und {platz}',
    'Volkshochschule stellt {30-140} neue Kurse vor',
    'Biber am Mühlbach: Naturschützer bitten um Abstand',
    'Stadtbücherei öffnet künftig auch am {tag}',
  ],
  sentences: [
    'Die Kosten liegen bei rund {200-950}.000 Euro.',
    'Anwohner werden gebeten, auf Aushänge zu achten.',
    'Der Bürgermeister sprach von einem „guten Tag für Lindental“.',
    'Eine Umleitung ist ausgeschildert.',
    'Der Eintritt ist frei, um Anmeldung wird gebeten.',
    'Wir berichten weiter.',
  ],
  words: {
    strasse: ['Bahnhofstraße', 'Lindenallee', 'Gerbergasse', 'Mühlstraße', 'Schulgasse'],
    platz: ['Rathausplatz', 'Kirchplatz', 'Alten Hof', 'Schlossplatz'],
    tag: ['Montag', 'Mittwoch', 'Freitag', 'Samstag'],
    monat: ['März', 'April', 'September', 'Oktober'],
  },
  tags: ['lindental', 'stadtrat', 'verkehr', 'kultur', 'termine'],
  polls: [{ question: 'Wo sollte der Wochenmarkt stehen?', answers: ['Rathausplatz', 'Kirchplatz', 'Egal'] }],
  correction: 'Aktualisiert: Uhrzeit berichtigt.',
  emojis: ['👍', '❤️', '🤔', '👏'],
  authors: ['Redaktion', 'J. Bergmann'],
  site: 'lindental-kurier.example',
};

export const russianRailway: Theme = {
  headlines: [
    'Ночной поезд {city} — {city}: билеты в продаже за {30-90} дней',
    'На маршруте {city} — {city} добавили вагон-ресторан',
    'Поезд № {10-99} прибывает с опозданием на {5-40} минут',
    'Фоторепортаж: старый вокзал в городе {city}',
    'Новый зимний график: {2-9} рейсов в неделю',
    'Что взять с собой в дорогу на {8-30} часов',
    'Станция дня: {city}, {120-900} метров над уровнем моря',
  ],
  sentences: [
    'Проводники обещают чай и тёплые пледы.',
    'Стоянка — {10-45} минут, перрон открыт.',
    'Вид из окна лучше всего с левой стороны.',
    'Подробности — на сайте.',
    'Читатели присылают фотографии, спасибо!',
  ],
  words: { city: ['Северный Бор', 'Каменка', 'Озерск-2', 'Тихая Пристань', 'Ельники', 'Белый Яр'] },
  tags: ['поезда', 'маршрут', 'вокзал', 'расписание'],
  polls: [{ question: 'Верхняя полка или нижняя?', answers: ['Верхняя', 'Нижняя', 'Боковая'] }],
  correction: 'Обновлено: исправлено время прибытия.',
  emojis: ['❤️', '🔥', '👍', '🥰'],
  authors: ['Редакция', 'Вера Лукина'],
  site: 'night-train.example',
};

export const garden: Theme = {
  headlines: [
    'Water rota for plots {1-20} to {21-40}',
    'Plot {1-40} has {vegetable} to give away',
    'The shed key is with plot {1-40} this week',
    'Minutes of the {month} meeting',
    'Please do not feed the fox',
    'Slug count: {12-240}',
  ],
  sentences: [
    'Tea at {2-4} pm as always.',
    'Bring your own gloves.',
    'The compost needs turning.',
    'Apologies from plots {1-20} and {21-40}.',
  ],
  words: {
    vegetable: ['courgettes', 'rhubarb', 'runner beans', 'pumpkins', 'chard'],
    month: ['March', 'May', 'July', 'October'],
  },
  tags: ['rota', 'minutes', 'compost'],
  polls: [{ question: 'A second water butt?', answers: ['Yes', 'No'] }],
  correction: 'Edited: the date was last year’s.',
  emojis: ['👍', '❤️', '😁'],
  authors: ['The secretary', 'Plot 17'],
  site: 'allotment.example',
};
