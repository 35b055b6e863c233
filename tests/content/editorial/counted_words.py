"""Words with their syllables, counted by hand as they are spoken in the United States."""

COUNTED = {
    1: """
        the be a strength through though thumb ache ached aches rubbed helped walked
        blood neck spine nerve disc cause caused nurse bruise bruised knee knees heart
        heat ice tight twitch breath breathe breathed sore knot knots sleep slept dose
        numb weak health field piece eye eyes please heard bead guard guess guide guest
        tongue league sure lives times moved shoes toe toes goes does year years you're
        don't can't won't we'll they've I've it's he's quite squeeze friend tried dried
        skies flu true blue due suit fruit juice reach teach cheese leave sheath hour
        our fire tired wired eased joined clothes months rhyme myth gym safe scale whole
        worse sense raised used since reins aren't dyed
    """,
    2: """
        muscle needle table doctor spinal tissue issue muscles needles handled settled
        needed wanted treated injured bruising swelling numbness weakness tingling
        shoulder finger bladder bowel flower towel fever headache headaches backache
        being seeing going doing poem science quiet diet lion giant trial dial fluid
        ruin cruel fuel duel prior react create hundred naked wicked steroid saline
        cortex cervix lumbar sacral dosage spasm spasms rhythm prism chasm something
        someone sometimes somewhere homework lifetime baseline therefore before
        elsewhere movement statement basement placement safely safety surely likely
        careful hopeful useless soreness tightness homeless people pigeon surgeon
        question union region million onion special partial social crucial patient
        patients ancient species carries worried studied married happy nurses doses
        boxes inches stretches touches bandage message language manage massage carriage
        marriage famous nervous anxious precious conscious spacious fatigue technique
        vaccine caffeine protein marine machine routine didn't doesn't couldn't haven't
        shouldn't wouldn't isn't it'll nurse's business evening every Wednesday Tuesday
        colonel royal layer player lawyer canyon lying trying staying drying dryer
        forehead forearm kneecap toothache earache heartbeat asthma symptom program
        tablet posture stretching breathing rely reply supply apply rebound refer
        referred prefer preferred relieve relief receive believe deceive client clients
        cashier soldier fashion cushion nation motion tension pressure fracture texture
        measure treasure leisure nature picture future suture lesion lesions fusion
        vision version pallor tumor rupture ruptured reflex thyroid joyous biceps
        triceps virus herpes acne fewer sewer friendly simple gentle little middle ankle
        ankles couple trouble double single jungle purple circle uncle recent creates
        fascia aspirin reuse usage always goodbye eyelid eyebrow CT unit minute driver
        iron coma trauma bulging heavy worry allow foreign fluids hyoid
    """,
    3: """
        injection medicine physical therapy lidocaine tomorrow allergic allergy
        dizziness tenderness infection vertebra ligament cervical ultrasound radius
        tibia humerus clavicle area areas idea ideas ideal cereal bicycle period radio
        audio video rodeo stereo serious various previous obvious furious tedious medium
        calcium sodium helium ileum museum nucleus happier easier earlier healthier
        heavier earliest happiest beginning whenever however wherever reaction reacted
        coexist naproxen opioid cortisone clinician physician technician musician
        electric surgical medical hospital positive negative operate separate estimate
        cardiac maniac guarantee ambulance appointment department supplement element
        implement increment compliment management measurement excitement advertise
        exercise exercised abdomen diagnose sensation vibration mechanic tourism racism
        fatiguing usual manual gradual annual casual visual truthfully beautiful dutiful
        quietly diary piano violin violet violent pancreas nausea trachea cornea linear
        nuclear creation creative biopsy myelin cyanide employee employer variance
        radiance familiar peculiar convenient sufficient efficient deficient audience
        gradient nutrient orient continue continued continues arguing vegetable family
        factory memory victory different camera general natural dangerous generous
        everyday everything everywhere reinforce reinjure reinsert reunion sciatic
        paralyzed stomachache overseas scientist recipe nicety nicotine remedy melody
        comedy unneeded completely definite infinite opposite entirely uneasy dislocate
        paralyze compression referral muscular vascular cellular ambitious suspicious
        religious contagious infectious nutritious courageous outrageous hideous
        courteous premature minimize realize poetry trapezoid piriform levator pectoral
        gluteal follow-up step-by-step MRI EMG NIH insulin arthritis tobacco alcohol
        cigarette preexist
    """,
    4: """
        anesthetic myofascial acupuncture radiation evaluate situation diagnosis
        paralysis dialysis analysis physiatrist psychiatrist society variety anxiety
        sobriety diabetes sciatica diarrhea trapezius inferior superior anterior
        posterior interior material bacteria arterial bacterial emergency comfortable
        cooperate coordinate coagulate experience experienced obedience recovery
        medication operation information education population complication organism
        mechanism rheumatism initiate associate appreciate negotiate facilitate
        necessary secondary temporary literacy january february usually actually
        continuing continuous ambiguous conspicuous cutaneous potassium magnesium
        titanium petroleum geography geometry theology biology obesity ability
        bupivacaine ultrasonic apostrophe catastrophe epitome dermatitis tendinitis
        lumbosacral subscapular ibuprofen pneumothorax relaxation inflammation
        intravenous hematoma particular irregular influenza reality incontinent
        immediate supplemental ropivacaine antiseptic adrenaline epinephrine everybody
        unusual invisible responsible ingredient ingredients original comfortably
        degenerate myelogram accordion spontaneous scoliosis exercises optimism
        preexisting
    """,
    5: """
        subcutaneous percutaneous miscellaneous simultaneous physiology radiologist
        cardiology opportunity disability examination fibromyalgia uncomfortable
        immediately sacroiliac cooperation coordination individual electricity
        biological vocabulary anaphylaxis methodology hypersensitive communication
        evaluation appreciation association elementary infraspinatus auditorium
        university intramuscular inflammatory pathological deteriorate refrigerator
        corticosteroid contraindicate
    """,
    6: """
        acetaminophen osteoarthritis osteoporosis deterioration kinesiology
        musculoskeletal physiological responsibility contraindication
    """,
}

# None of these was looked at while the rules were written.
UNSEEN = {
    1: """
        sprain sprained strained shrugged clenched squeezed cramped flushed soothed
        bathes breathes wears tears pulse lymph scab scabs swabbed gauze gloves tongs
        rinse rinsed wheeze cough coughs throbs stiff fused bones tape taped brace
        braced nudge yawn stooped hunched curled clues plaques
    """,
    2: """
        swallow collar mattress pillows armrest cordless keyboard driving lifted carried
        dizzy itchy itching reddened redness warmer cooler icing heating cotton syringe
        gauges plunger slowly quarter dollar daughter neighbor partner bandaid knuckle
        wrinkle tickle tremble stumble struggle struggled tingle tingles wrestled
        sneezes breathless painless careless hopeless sleepless tireless lonely timely
        widely merely scarcely fully sterile fragile hygiene eighteen nineteen thirty
        fifty reduce relieved behave aware afraid awake asleep ginger candy liquid
        sequence frequent vaguely mucus dosing rescued valued statue virtue nephew
        review coughing laughing roughly although migraine bursa rotate rotates quotient
    """,
    3: """
        cardigan syringes exhausted collapses telephone appointment prescription
        reminder dependent nutrient juvenile interview rotator tolerate dementia medial
        lateral proximal palpation tenderest triathlon barrier copier glorious volunteer
        pioneer engineer cavities remedies pharmacist surgeries diagnosed dehydrate
        emptiness loneliness nervousness carefully peacefully attitude gratitude
        adhesive aggressive suitable agreeing residue avenue hypnosis prognosis
        dermatome neuralgia
    """,
    4: """
        insomnia pneumonia bilateral antibody paramedic hilarious mysterious victorious
        alternative diabetic hyperactive ability mobility stability activities
        impossible anatomy immobilize numerical electrical humiliate humidity
        thermometer periodic affiliate aromatic psychology neurology pathology oncology
        cardiogram analgesic
    """,
    5: """
        capability respiratory humidifier immobility flexibility rheumatology
        dermatology hypersensitive
    """,
    6: """
        cardiovascular physiotherapy physiotherapist
    """,
}
